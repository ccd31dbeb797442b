/* SPDX-License-Identifier: Apache-2.0

   A FUSE file system whose server stops answering: hanging-mount FOLDER deaf|mute. deaf: reads no request after the
   first. mute: reads all and answers no STATFS. SIGUSR1 makes it answer all, also those that it owes. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#define OWED 64
static volatile sig_atomic_t awake;
static void wake(int s){(void)s;awake=1;}
static int fd;
static void answer(struct fuse_in_header*in,int error,const void*data,size_t n){
  char out[4096];struct fuse_out_header*h=(void*)out;memset(out,0,sizeof out);
  h->len=sizeof *h+n;h->error=error;h->unique=in->unique;if(n)memcpy(out+sizeof *h,data,n);
  if(write(fd,out,h->len)<0)perror("write");
}
static void serve(struct fuse_in_header*in){
  switch(in->opcode){
  case FUSE_INIT:{struct fuse_init_out o={.major=7,.minor=31,.max_readahead=4096,.max_write=4096};answer(in,0,&o,sizeof o);break;}
  case FUSE_GETATTR:{struct fuse_attr_out o={.attr={.ino=1,.mode=S_IFDIR|0755,.nlink=2}};answer(in,0,&o,sizeof o);break;}
  case FUSE_STATFS:{struct fuse_statfs_out o={.st={.blocks=1000,.bfree=400,.bavail=300,.files=50,.ffree=20,.bsize=4096,.frsize=4096,.namelen=255}};answer(in,0,&o,sizeof o);break;}
  case FUSE_FORGET:case FUSE_BATCH_FORGET:case FUSE_INTERRUPT:break;
  default:answer(in,-ENOSYS,0,0);
  }
}
int main(int c,char**v){
  (void)c;int mute=!strcmp(v[2],"mute");char buf[65536],opt[200];struct fuse_in_header kept[OWED];int have=0;
  struct sigaction a={.sa_handler=wake};sigaction(SIGUSR1,&a,0);
  fd=open("/dev/fuse",O_RDWR);
  snprintf(opt,sizeof opt,"fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other",fd);
  if(mount("procpush-test",v[1],"fuse.procpush",MS_NOSUID|MS_NODEV,opt)){perror("mount");return 1;}
  if(read(fd,buf,sizeof buf)<0){perror("read");return 1;}
  serve((void*)buf);printf("ready\n");fflush(stdout);
  while(1){
    if(!awake&&!mute){pause();continue;}
    struct pollfd p={fd,POLLIN,0};
    int r=poll(&p,1,-1);
    if(awake)while(have)serve(&kept[--have]);
    if(r<0){continue;}
    ssize_t n=read(fd,buf,sizeof buf);
    if(n<0){if(errno==ENODEV)return 0;continue;}
    struct fuse_in_header*h=(void*)buf;
    if(!awake&&h->opcode==FUSE_STATFS&&have<OWED){kept[have++]=*h;continue;}
    serve(h);
  }
}
